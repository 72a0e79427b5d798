// The reporter behind bin/test: the runner's own totals as one JSON object, so that nothing is read from prose.
type Summary = { type: string; data: { file?: string; counts: Record<string, number> } }

export default async function* countReporter(events: AsyncIterable<Summary>): AsyncGenerator<string> {
  for await (const { type, data } of events) if (type === 'test:summary' && data.file === undefined) yield JSON.stringify(data.counts)
}
