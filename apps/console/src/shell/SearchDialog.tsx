import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { FileSearch, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useT } from '#shared/i18n.ts'
import { may, useMe } from '#shared/session.ts'
import { navigation } from '../navigation.ts'
import type { Screen } from '../routes.tsx'
import { type Hit, plugs } from './plugs.ts'

type Props = { screens: Screen[]; open: boolean; onClose: () => void }

/** Ctrl K: pages by name at once, records by the plugged search. All by keyboard. */
export default function SearchDialog({ screens, open, onClose }: Props) {
  const t = useT()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const go = useNavigate()
  const wanted = useDeferredValue(text.trim())
  const records = useQuery({
    queryKey: ['search', wanted],
    queryFn: () => plugs.search?.(wanted) ?? [],
    enabled: open && wanted.length >= 2 && plugs.search !== null,
  })
  const pages = usePages(screens, wanted)
  const hits = [...pages, ...(records.data ?? [])]
  const openHit = (hit: Hit | undefined) => {
    if (!hit) return void (records.isError && records.refetch())
    onClose()
    void go({ to: hit.path })
  }
  const key = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(hits.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) openHit(hits[at])
    else return
    event.preventDefault()
  }
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      style={{ top: 88 }}
      className="search"
      title={null}
      destroyOnHidden
    >
      <label className="search-box">
        <Search size={18} strokeWidth={1.75} aria-hidden="true" />
        <span className="fl-sr">{t('console.search.title')}</span>
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog opens to be typed into
          autoFocus
          value={text}
          placeholder={t('console.search')}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls="search-hits"
          aria-activedescendant={hits[at] ? `hit-${hits[at].key}` : undefined}
          onKeyDown={key}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
        />
      </label>
      <div id="search-hits" role="listbox" aria-label={t('console.search.title')} className="search-hits">
        {hits.map((hit, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the box above
          <div
            key={hit.key}
            id={`hit-${hit.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onMouseEnter={() => setAt(i)}
            onClick={() => openHit(hit)}
          >
            <small>{hit.kind}</small>
            <b>{hit.title}</b>
            <span>{hit.detail}</span>
          </div>
        ))}
      </div>
      {hits.length === 0 && wanted && !records.isFetching ? (
        <p className="search-none" role="status">
          <FileSearch size={18} strokeWidth={1.75} aria-hidden="true" />
          {records.isError ? t('console.search.failed') : t('console.search.none', { text: wanted })}
        </p>
      ) : null}
      <footer>{t('console.search.keys')}</footer>
    </Modal>
  )
}

function usePages(screens: Screen[], text: string): Hit[] {
  const t = useT()
  const me = useMe()
  const wanted = text.toLowerCase()
  return navigation
    .flatMap((group) => group.entries)
    .filter((entry) => screens.some((screen) => screen.path === entry.path && may(me, screen.needs)))
    .map((entry) => ({ key: entry.key, kind: t('console.search.pages'), title: t(`shell.nav.${entry.key}`), path: entry.path }))
    .filter((page) => page.title.toLowerCase().includes(wanted) || page.key.includes(wanted))
    .slice(0, wanted ? 5 : 20)
}
