// What went wrong, as a sentence for the person at the terminal; the machine's own words only where we know none better.

const away = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET', 'EAI_AGAIN']
// PostgreSQL: wrong password, no such login, no such database.
const refused = ['28P01', '28000', '3D000']

interface Failure {
  code?: string
  message: string
  path?: string
}

/** The sentence of an error that ended a command. */
export function trouble(error: unknown, databaseUrl = process.env.DATABASE_URL): string {
  const { code = '', message, path } = error as Failure
  if (code === 'ENOENT' && path) return `There is no file ${path}.`
  if (code === 'EISDIR') return 'That is a folder; name a file in it.'
  if (code === 'EACCES' && path) return `${path} may not be opened by this user.`
  if (databaseUrl === undefined) return message
  if (code === 'ERR_INVALID_URL') return 'DATABASE_URL is no address. It looks like postgres://owner:password@host:5432/fieldloop'
  if (away.includes(code)) return `The database at ${hostOf(databaseUrl)} does not answer. Is it running, and is DATABASE_URL right?`
  if (refused.includes(code)) return `The database at ${hostOf(databaseUrl)} does not let us in: ${message}. Check DATABASE_URL.`
  return message
}

// Never the whole address: a password stands in it.
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'DATABASE_URL'
}
