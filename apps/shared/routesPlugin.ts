// Gives the apps the API's route table made from the contract at build time: of each route only its method and path,
// for that is all a client needs to send; shapes are types and vanish.
import { isContractProcedure } from '@orpc/contract'
import type { Plugin } from 'vite'
import { contract } from '../../src/contract.ts'

const NAME = 'virtual:routes'

function slim(part: unknown): unknown {
  if (isContractProcedure(part)) {
    const { method, path } = part['~orpc'].route
    return { '~orpc': { errorMap: {}, meta: {}, route: { method, path } } }
  }
  return Object.fromEntries(Object.entries(part as object).map(([name, inner]) => [name, slim(inner)]))
}

export function routesPlugin(): Plugin {
  return {
    name: 'fieldloop-routes',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(slim(contract))}` : undefined),
  }
}
