import type { Plugin } from 'rolldown'

export function isAbsentOnTheWeb(id: string): boolean
export function withoutNode(): Plugin
