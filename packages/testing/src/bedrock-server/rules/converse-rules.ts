import type { Rejection } from '../service-error.ts'
import * as caching from './caching.ts'
import * as conversation from './conversation.ts'
import * as media from './media.ts'
import * as outputConfig from './output-config.ts'
import * as request from './request.ts'
import type { Rule, RuleContext } from './rule.ts'
import * as sampling from './sampling.ts'
import * as thinking from './thinking.ts'
import * as toolBlocks from './tool-blocks.ts'
import * as toolSchemas from './tool-schemas.ts'
import * as tools from './tools.ts'

/** Every rule of Converse beyond the shapes, by name, in the order in which the service finds fault. */
export const CONVERSE_RULES = {
  modelIsKnownToConverse: request.modelIsKnownToConverse,
  onDemandIsOffered: request.onDemandIsOffered,
  promptBringsItsOwn: request.promptBringsItsOwn,
  guardrailIsComplete: request.guardrailIsComplete,
  textFitsTheModel: request.textFitsTheModel,
  latencyIsOffered: request.latencyIsOffered,
  responsePathsArePointers: request.responsePathsArePointers,
  needsMessages: conversation.needsMessages,
  knowsRoles: conversation.knowsRoles,
  startsWithUser: conversation.startsWithUser,
  alternatesRoles: conversation.alternatesRoles,
  contentIsNotEmpty: conversation.contentIsNotEmpty,
  textIsNotBlank: conversation.textIsNotBlank,
  systemTextIsNotBlank: conversation.systemTextIsNotBlank,
  toolResultTextIsNotBlank: conversation.toolResultTextIsNotBlank,
  turnSaysSomething: conversation.turnSaysSomething,
  systemIsTaken: conversation.systemIsTaken,
  streamedToolsAreTaken: tools.streamedToolsAreTaken,
  toolsAreTaken: tools.toolsAreTaken,
  toolChoiceIsTaken: tools.toolChoiceIsTaken,
  nativeToolChoiceFits: tools.nativeToolChoiceFits,
  toolNamesAreUnique: tools.toolNamesAreUnique,
  toolSchemaIsAnObject: toolSchemas.toolSchemaIsAnObject,
  toolSchemaRootIsPlain: toolSchemas.toolSchemaRootIsPlain,
  toolPropertyKeysFit: toolSchemas.toolPropertyKeysFit,
  toolChoiceNamesATool: tools.toolChoiceNamesATool,
  strictToolSchemasAreClosed: toolSchemas.strictToolSchemasAreClosed,
  toolBlocksNeedToolConfig: toolBlocks.toolBlocksNeedToolConfig,
  toolBlocksStandInTheirRole: toolBlocks.toolBlocksStandInTheirRole,
  toolInputIsAnObject: toolBlocks.toolInputIsAnObject,
  toolResultJsonIsAnObject: toolBlocks.toolResultJsonIsAnObject,
  toolResultsAnswerToolUses: toolBlocks.toolResultsAnswerToolUses,
  conversationDoesNotEndOnToolUse: toolBlocks.conversationDoesNotEndOnToolUse,
  toolResultsComeFirst: toolBlocks.toolResultsComeFirst,
  textStandsApartFromToolResults: toolBlocks.textStandsApartFromToolResults,
  textStandsApartFromToolUses: toolBlocks.textStandsApartFromToolUses,
  toolUseIdsAreUnique: toolBlocks.toolUseIdsAreUnique,
  toolIdsFitTheFamily: toolBlocks.toolIdsFitTheFamily,
  mediaIsTaken: media.mediaIsTaken,
  citationsAreTaken: media.citationsAreTaken,
  mediaComesFromTheUser: media.mediaComesFromTheUser,
  imagesInToolResultsAreTaken: media.imagesInToolResultsAreTaken,
  atMostTwentyImages: media.atMostTwentyImages,
  imageBytesMatchTheirFormat: media.imageBytesMatchTheirFormat,
  atMostFiveDocuments: media.atMostFiveDocuments,
  documentNamesAreNeutral: media.documentNamesAreNeutral,
  documentNamesAreUnique: media.documentNamesAreUnique,
  documentsAreNotEmptyOrLarge: media.documentsAreNotEmptyOrLarge,
  documentsStandBesideText: media.documentsStandBesideText,
  additionalFieldsAreAnObject: sampling.additionalFieldsAreAnObject,
  additionalFieldsAreKnown: sampling.additionalFieldsAreKnown,
  betaFlagsAreAList: sampling.betaFlagsAreAList,
  betaFlagsAreKnown: sampling.betaFlagsAreKnown,
  novaFieldsHaveTheirShape: sampling.novaFieldsHaveTheirShape,
  novaReasoningHasItsShape: sampling.novaReasoningHasItsShape,
  thinkingHasAKnownShape: thinking.thinkingHasAKnownShape,
  thinkingIsTaken: thinking.thinkingIsTaken,
  thinkingCanBeTurnedOff: thinking.thinkingCanBeTurnedOff,
  thinkingTakesNoSampling: thinking.thinkingTakesNoSampling,
  thinkingTakesNoForcedTool: thinking.thinkingTakesNoForcedTool,
  samplingIsTaken: sampling.samplingIsTaken,
  topKIsTaken: sampling.topKIsTaken,
  maxTokensIsWithinTheModel: sampling.maxTokensIsWithinTheModel,
  budgetIsBelowMaxTokens: thinking.budgetIsBelowMaxTokens,
  stopSequencesAreTaken: sampling.stopSequencesAreTaken,
  stopSequencesAreNotBlank: sampling.stopSequencesAreNotBlank,
  reasoningIsTaken: thinking.reasoningIsTaken,
  reasoningKeepsItsPlace: thinking.reasoningKeepsItsPlace,
  toolLoopKeepsItsThinking: thinking.toolLoopKeepsItsThinking,
  reasoningIsUnchanged: thinking.reasoningIsUnchanged,
  thinkingTakesNoPrefill: thinking.thinkingTakesNoPrefill,
  reasoningIsNotAlone: conversation.reasoningIsNotAlone,
  prefillIsTaken: conversation.prefillIsTaken,
  prefillHasNoTrailingSpace: conversation.prefillHasNoTrailingSpace,
  structuredOutputIsTaken: outputConfig.structuredOutputIsTaken,
  strictSchemasAreWithinTheLimits: outputConfig.strictSchemasAreWithinTheLimits,
  outputSchemaIsValid: outputConfig.outputSchemaIsValid,
  effortIsAnAdditionalField: outputConfig.effortIsAnAdditionalField,
  effortIsKnown: outputConfig.effortIsKnown,
  cachingIsTaken: caching.cachingIsTaken,
  cachePointFollowsContent: caching.cachePointFollowsContent,
  atMostFourCachePoints: caching.atMostFourCachePoints,
  longCachePointsComeFirst: caching.longCachePointsComeFirst,
} satisfies Record<string, Rule>

/** The first rule that the request breaks, and what the service says about it. */
export function brokenRule(
  context: RuleContext,
): { readonly rule: keyof typeof CONVERSE_RULES; readonly rejection: Rejection } | undefined {
  for (const [name, rule] of Object.entries(CONVERSE_RULES)) {
    const rejection = rule(context)
    if (rejection) return { rule: name as keyof typeof CONVERSE_RULES, rejection }
  }
  return undefined
}
