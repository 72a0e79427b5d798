import { App, Button } from 'antd'
import { FileDown } from 'lucide-react'
import { api } from '#shared/api.ts'
import { useT } from '#shared/i18n.ts'
import { saveFile } from '../shell/saveFile.ts'
import { useAct } from '../shell/useAct.tsx'

type Filter = Omit<Parameters<typeof api.leads.exportLeads>[0], 'view'>

/** The list as it is filtered, as a file for a spreadsheet. */
export function ExportButton({ view, filter }: { view: 'mine' | 'held' | 'reach' | 'claimed'; filter: Filter }) {
  const t = useT()
  const { message } = App.useApp()
  const act = useAct(
    () => api.leads.exportLeads({ view, ...filter }),
    (made) => {
      if (made.csv === null) return
      saveFile(made.fileName, made.csv)
      void message.success(t('leads.exported', { n: made.rows }))
    },
  )
  return (
    <>
      <Button icon={<FileDown size={16} strokeWidth={1.75} />} loading={act.busy} onClick={() => act.run(undefined)}>
        {t('leads.export')}
      </Button>
      {act.refusal}
    </>
  )
}
