import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import type { RecordedRun, RecordedSpan } from './recorded-spans.ts'

const WIDTH = 960
const LEFT = 24
const BARS = 400
const TOP = 64
const ROW = 58
/** The width of all steps. */
const BAR_WIDTH = WIDTH - BARS - LEFT

/** Attributes that a row shows, in this order, with the words that stand for their names. */
const SHOWN: readonly (readonly [attribute: string, label: string])[] = [
  ['gen_ai.provider.name', 'provider'],
  ['patchbay.route', 'route'],
  ['patchbay.api', 'api'],
  ['http.response.status_code', 'status'],
  ['error.type', 'error.type'],
  ['gen_ai.response.finish_reasons', 'finish'],
  ['gen_ai.usage.input_tokens', 'tokens in'],
  ['gen_ai.usage.output_tokens', 'out'],
]

/** Readable on light and on dark pages: colours follow the reader's preference, and the ground is drawn. */
const STYLE = `
  text { font: 13px ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .name { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
  .note { font-size: 11.5px; fill: #59636e }
  .ground { fill: #ffffff; stroke: #d1d9e0 }
  .line { stroke: #d1d9e0; fill: none }
  .application { fill: #8c959f }
  .request { fill: #0969da }
  .attempt { fill: #54aeff }
  .failed { fill: #cf222e }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .note { fill: #9198a1 }
    .ground { fill: #0d1117; stroke: #3d444d }
    .line { stroke: #3d444d }
    .application { fill: #656c76 }
    .request { fill: #4493f8 }
    .attempt { fill: #1f6feb }
    .failed { fill: #f85149 }
  }
`

/** The picture of a run's spans: a row for each, a bar from the step it begins at to the one it ends at. */
export function drawSpans(title: string, { spans, steps }: RecordedRun): string {
  const height = TOP + spans.length * ROW + 40
  const rows = spans.map((one, index) => drawRow(one, index, parentOf(spans, index), steps))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="${LEFT}" y="34">${escaped(title)}</text>
${rows.join('\n')}
${drawLegend(height - 18)}
</svg>
`
}

/** The row of a span's parent, which stands somewhere above it. */
function parentOf(spans: readonly RecordedSpan[], index: number): number {
  const depth = spans[index]?.depth ?? 0
  return spans.slice(0, index).findLastIndex((one) => one.depth < depth)
}

function drawRow(
  { span, depth, begin, end }: RecordedSpan,
  index: number,
  parent: number,
  steps: number,
): string {
  const y = TOP + index * ROW
  const x = LEFT + depth * 22
  const [from, to] = [begin, end].map((step) => round(BARS + (step / (steps - 1)) * BAR_WIDTH))
  const below = TOP + parent * ROW + 42
  const branch = parent === -1 ? '' : `<path class="line" d="M${x - 14} ${below} V${y + 12} H${x - 4}"/>\n`
  return `${branch}<text class="name" x="${x}" y="${y + 16}">${escaped(span.name)}</text>
<text class="note" x="${x}" y="${y + 34}">${escaped(noteOf(span))}</text>
<rect class="${classOf(span)}" x="${from}" y="${y + 4}" width="${round((to ?? 0) - (from ?? 0))}" height="16" rx="3"/>`
}

/** Whose span it is, and whether it failed. */
function classOf(span: RecordedSpan['span']): string {
  if (span.status.code === SpanStatusCode.ERROR) return 'failed'
  if (span.kind !== SpanKind.CLIENT) return 'application'
  return span.attributes['gen_ai.operation.name'] === undefined ? 'attempt' : 'request'
}

function noteOf({ attributes, kind }: RecordedSpan['span']): string {
  if (kind !== SpanKind.CLIENT) return "the application's own span"
  return SHOWN.flatMap(([attribute, label]) => {
    const value = attributes[attribute]
    return value === undefined
      ? []
      : [`${label} ${Array.isArray(value) ? value.join(', ') : String(value as string | number)}`]
  }).join(' · ')
}

const LEGEND = [
  ['application', 'application'],
  ['request', 'request'],
  ['attempt', 'attempt'],
  ['failed', 'failed'],
] as const

function drawLegend(y: number): string {
  const items = LEGEND.map(([name, label], index) => {
    const x = LEFT + index * 110
    return `<rect class="${name}" x="${x}" y="${y - 9}" width="10" height="10" rx="2"/><text class="note" x="${x + 16}" y="${y}">${label}</text>`
  })
  const scale = `<text class="note" x="${WIDTH - LEFT}" y="${y}" text-anchor="end">left to right: the order of beginnings and ends, not to scale</text>`
  return [...items, scale].join('\n')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
