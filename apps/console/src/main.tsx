// Starts the console: theme, language, session, then the screens of routes.tsx.
import '#shared/tokens.css'
import '#shared/ui.css'
import './shell.css'
import './screens.css'
import { createRoot } from 'react-dom/client'
import { coreMessages } from '#core/core.messages.ts'
import { addMessages, startLanguage } from '#shared/i18n.ts'
import { startSession } from '#shared/session.ts'
import { httpSession } from '#shared/sessionHttp.ts'
import { sharedShellMessages } from '#shared/shell.messages.ts'
import { startTheme } from '#shared/theme.ts'
import { uiMessages } from '#shared/ui/ui.messages.ts'
import { App, queryClient } from './App.tsx'
import { plugRooms } from './insight/plugs.tsx'
import { startLive } from './live.ts'
import { consoleMessages } from './shell.messages.ts'

startTheme()
startLanguage()
addMessages(coreMessages, uiMessages, sharedShellMessages, consoleMessages)
createRoot(document.getElementById('app') as HTMLElement).render(<App />)
plugRooms()
// A refusal may come with the first act: the rooms' sentences are there before the first screen.
const sentences = import('./roomMessages.ts').then((rooms) => rooms.addRoomMessages())
void startSession({ ...httpSession, load: () => Promise.all([httpSession.load(), sentences]).then(([me]) => me) })
startLive(queryClient)
