import { useParams } from '@tanstack/react-router'
import { addMessages } from '#shared/i18n.ts'
import { VisitRecord } from './VisitRecord.tsx'
import { visitScreenMessages } from './visitScreen.messages.ts'

addMessages(visitScreenMessages)

/** One visit with its evidence, on a page of its own. */
export default function VisitPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <VisitRecord key={id} id={id} />
}
