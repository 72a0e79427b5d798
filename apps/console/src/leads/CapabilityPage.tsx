import { useQuery } from '@tanstack/react-query'
import { Button, Form, InputNumber, Modal, Select, Switch } from 'antd'
import { UserCog } from 'lucide-react'
import { useState } from 'react'
import { api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { Empty } from '#shared/ui/Empty.tsx'
import { ListPage } from '../shell/ListPage.tsx'
import { type ListColumn, ListTable } from '../shell/ListTable.tsx'
import { Failed } from '../shell/states.tsx'
import { useAct } from '../shell/useAct.tsx'
import { capabilityMessages } from './capability.messages.ts'
import { leadScreenMessages } from './leads.messages.ts'

addMessages(leadScreenMessages, capabilityMessages)

type Profile = Awaited<ReturnType<typeof api.leads.capabilities>>['items'][number]

/** Whom the assignment rules may choose, and for what. */
export default function CapabilityPage() {
  const t = useT()
  const f = useFormats()
  const [editing, edit] = useState<Profile | null>(null)
  const found = useQuery(query.leads.capabilities.queryOptions())
  const columns: ListColumn<Profile>[] = [
    {
      title: t('cap.col.name'),
      width: 170,
      render: (_, row) => (
        <span className="two">
          <b>{row.memberName}</b>
          <small>{row.department}</small>
        </span>
      ),
    },
    { title: t('cap.col.level'), width: 90, render: (_, row) => t(`cap.level.${row.level}`) },
    {
      title: t('cap.col.skills'),
      width: 230,
      render: (_, row) => (['ka', 'dealer', 'smb'] as const).map((key) => `${t(`leads.segment.${key}`)} ${row.skills[key]}`).join(' · '),
    },
    { title: t('cap.col.regions'), render: (_, row) => (row.regions.length > 0 ? f.list(row.regions) : t('cap.any')) },
    {
      title: t('cap.col.load'),
      width: 130,
      align: 'right',
      render: (_, row) => t('cap.load', { n: row.holding, today: row.assignedToday }),
    },
    { title: t('cap.col.active'), width: 90, render: (_, row) => (row.active ? t('cap.on') : <Chip>{t('cap.off')}</Chip>) },
    {
      title: <span className="fl-sr">{t('cap.edit')}</span>,
      width: 80,
      align: 'right',
      render: (_, row) =>
        row.may.change ? (
          <Button size="small" aria-label={`${t('cap.edit')} ${row.memberName}`} onClick={() => edit(row)}>
            {t('cap.edit')}
          </Button>
        ) : null,
    },
  ]
  if (found.isError && !found.data) return <Failed error={found.error} retry={() => void found.refetch()} />
  return (
    <ListPage title={t('cap.title')} sentence={t('cap.sentence')}>
      <ListTable
        columns={columns}
        rows={found.data?.items}
        rowKey={(row) => row.memberId}
        empty={
          <Empty icon={UserCog} title={t('cap.empty')}>
            {t('cap.empty.body')}
          </Empty>
        }
      />
      {editing ? <ProfileModal key={editing.memberId} profile={editing} onClose={() => edit(null)} /> : null}
    </ListPage>
  )
}

function ProfileModal({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const t = useT()
  const [form] = Form.useForm()
  const choices = useQuery(query.leads.leadChoices.queryOptions({ staleTime: 300_000 })).data
  const save = useAct(
    (v: Pick<Profile, 'level' | 'skills' | 'regions' | 'industries' | 'productLines' | 'active'>) =>
      api.leads.saveCapability({ memberId: profile.memberId, version: profile.version, ...v }),
    onClose,
  )
  const some = (values: string[]) => values.map((value) => ({ value, label: value }))
  return (
    <Modal
      open
      title={t('cap.edit.title', { name: profile.memberName })}
      okText={t('cap.save')}
      okButtonProps={{ loading: save.busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={profile} onFinish={save.run}>
        <Form.Item name="active" label={t('cap.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="level" label={t('cap.col.level')}>
          <Select options={['senior', 'regular', 'newcomer'].map((value) => ({ value, label: t(`cap.level.${value}`) }))} />
        </Form.Item>
        <div className="thirds">
          {(['ka', 'dealer', 'smb'] as const).map((key) => (
            <Form.Item key={key} name={['skills', key]} label={t(`leads.segment.${key}`)}>
              <InputNumber min={0} max={5} precision={0} style={{ width: '100%' }} />
            </Form.Item>
          ))}
        </div>
        <Form.Item name="regions" label={t('cap.col.regions')}>
          <Select mode="multiple" placeholder={t('cap.any')} options={some(choices?.provinces ?? profile.regions)} />
        </Form.Item>
        <Form.Item name="industries" label={t('cap.industries')}>
          <Select
            mode="multiple"
            placeholder={t('cap.any')}
            options={(choices?.industries ?? profile.industries).map((value) => ({ value, label: t(`leads.industry.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="productLines" label={t('cap.lines')}>
          <Select mode="tags" placeholder={t('cap.any')} options={some(profile.productLines)} />
        </Form.Item>
      </Form>
      {save.refusal}
    </Modal>
  )
}
