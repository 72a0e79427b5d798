import { useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { type api, query } from '#shared/api.ts'
import { addMessages, useFormats, useT } from '#shared/i18n.ts'
import { Chip } from '#shared/ui/Chip.tsx'
import { navigation } from '../navigation.ts'
import { Loaded } from '../shell/Loaded.tsx'
import { Page } from '../shell/Page.tsx'
import { Card } from '../shell/RecordPage.tsx'
import { usePick } from '../shell/useWords.ts'
import { organizationScreenMessages } from './organizationScreen.messages.ts'
import { roleMessages } from './roles.messages.ts'

addMessages(organizationScreenMessages, roleMessages)

type Effect = Awaited<ReturnType<typeof api.organization.memberEffect>>
type Line = Effect['permissions'][number]

/** What one person sees, by the code that lets him: screens, records within reach, fields, and every route. */
export default function EffectPage() {
  const t = useT()
  const f = useFormats()
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useQuery(query.organization.memberEffect.queryOptions({ input: { id } }))
  return (
    <Loaded from={found}>
      {(effect) => (
        <Page
          title={t('roles.effect', { name: effect.member.name })}
          sentence={t('roles.effect.sentence', {
            title: effect.member.title,
            department: effect.member.department,
            roles: f.list(effect.member.roles) || '—',
          })}
        >
          <Screens effect={effect} />
          <Permissions lines={effect.permissions.filter((one) => !one.key.startsWith('field.'))} />
          <FieldsSeen lines={effect.permissions.filter((one) => one.key.startsWith('field.'))} />
          <Routes routes={effect.routes} />
        </Page>
      )}
    </Loaded>
  )
}

function Screens({ effect }: { effect: Effect }) {
  const t = useT()
  const routes: Record<string, { options: { staticData?: { needs?: string } } } | undefined> = useRouter().routesById
  const held = new Set(effect.permissions.filter((one) => one.scope).map((one) => one.key))
  const open = (path: string): boolean => {
    const needs = routes[path]?.options.staticData?.needs
    return needs === undefined || held.has(needs)
  }
  return (
    <Card title={t('roles.effect.screens')}>
      <div className="chips wrap">
        {navigation
          .flatMap((group) => group.entries)
          .map((entry) => (
            <Chip key={entry.key} tone={open(entry.path) ? 'ok' : 'plain'} icon={open(entry.path) ? Eye : EyeOff}>
              {t(`shell.nav.${entry.key}`)}
            </Chip>
          ))}
      </div>
    </Card>
  )
}

function Permissions({ lines }: { lines: Line[] }) {
  const t = useT()
  const f = useFormats()
  const pick = usePick()
  const [shown, show] = useState<'held' | 'all'>('held')
  const list = lines.filter((one) => shown === 'all' || one.scope)
  return (
    <Card
      title={t('roles.effect.permissions')}
      flush
      extra={
        <Segmented<'held' | 'all'>
          size="small"
          value={shown}
          onChange={show}
          options={(['held', 'all'] as const).map((value) => ({ value, label: t(`roles.effect.${value}`) }))}
        />
      }
    >
      <div className="wide">
        <table className="lines text">
          <thead>
            <tr>
              {['what', 'scope', 'whose', 'from'].map((key) => (
                <th key={key}>{t(`roles.effect.col.${key}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.map((one) => (
              <tr key={one.key}>
                <td>
                  {pick(one)} <small>{pick(one.roomTitle)}</small>
                </td>
                <td>{one.scope ? t(`org.scope.${one.scope}`) : <span className="quiet">{t('org.scope.none')}</span>}</td>
                <td>{one.owners === null ? t('roles.effect.everybody') : f.list(one.owners.map((owner) => owner.name)) || '—'}</td>
                <td>{f.list(one.from) || '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function FieldsSeen({ lines }: { lines: Line[] }) {
  const t = useT()
  const pick = usePick()
  return (
    <Card title={t('roles.fields')}>
      <div className="chips wrap">
        {lines.map((one) => (
          <Chip key={one.key} tone={one.scope ? 'ok' : 'plain'} icon={one.scope ? Eye : EyeOff}>
            {pick(one)} · {t(one.scope ? 'roles.field.seen' : 'roles.field.hidden')}
          </Chip>
        ))}
      </div>
    </Card>
  )
}

function Routes({ routes }: { routes: Effect['routes'] }) {
  const t = useT()
  const open = routes.filter((one) => one.open).length
  return (
    <Card title={t('roles.effect.routes')} note={t('roles.effect.routes.note', { open, all: routes.length })} flush>
      <details className="effect-routes">
        <summary>{t('roles.effect.routes.show')}</summary>
        <div className="wide">
          <table className="lines text">
            <tbody>
              {routes.map((one) => (
                <tr key={`${one.method} ${one.path}`}>
                  <td data-raw>
                    {one.method} {one.path}
                  </td>
                  <td data-raw>{one.permission}</td>
                  <td>
                    {one.open ? (
                      one.scope ? (
                        t(`org.scope.${one.scope}`)
                      ) : (
                        t('roles.effect.open')
                      )
                    ) : (
                      <span className="quiet">{t('roles.effect.closed')}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Card>
  )
}
