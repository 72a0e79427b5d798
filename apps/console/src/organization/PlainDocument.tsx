import type { ReactNode } from 'react'

/** A document of the product: headings, paragraphs, bold words and tables of Markdown, nothing else. */
export function PlainDocument({ text }: { text: string }) {
  return (
    <div className="plain-document">
      {text
        .trim()
        .split(/\n\n+/)
        .map((part) => block(part))}
    </div>
  )
}

function block(part: string): ReactNode {
  if (part.startsWith('# ')) return null // the card carries the title
  if (part.startsWith('|')) return <Table key={part} lines={part.split('\n')} />
  return <p key={part}>{bold(part.replaceAll('\n', ' '))}</p>
}

function Table({ lines }: { lines: string[] }) {
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const [head = '', , ...rows] = lines
  const headings = cells(head)
  return (
    <table className="lines">
      <thead>
        <tr>
          {headings.map((cell) => (
            <th key={cell}>{cell}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((line) => (
          <tr key={line}>
            {cells(line).map((cell, at) => (
              <td key={`${headings[at]}`}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Words between two stars stand out; no key says more than their place. */
function bold(text: string): ReactNode {
  const [before = '', strong, ...rest] = text.split('**')
  if (strong === undefined) return before
  return (
    <>
      {before}
      <b>{strong}</b>
      {bold(rest.join('**'))}
    </>
  )
}
