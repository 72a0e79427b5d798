// The demo company for a test: the rooms named tell their part of the story, and people act in it by their keys (`U07`).
import type { Ctx } from '#core/context.ts'
import { reading, writing } from '#core/db.ts'
import { asSystem } from '#core/jobs.ts'
import { type Story, storyFor, storyId } from '#core/story.ts'
import { createTenant, loadMember } from '#modules/organization/index.ts'
import { rooms, standardRoles } from '../rooms.ts'
import type { World } from './world.ts'

export interface ToldStory {
  tenantId: string
  story: Story
  /** One transaction of this person, as the route would run it. */
  as<T>(key: string, work: (ctx: Ctx) => Promise<T>): Promise<T>
  system<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>
}

/** Tells the parts of `names`, in the order of the street (organization always first), to a fresh tenant. */
export async function tellStory(world: World, names: readonly string[]): Promise<ToldStory> {
  const { house } = world
  const passwordHash = await house.services().identity.hashPassword('fieldloop-demo')
  const { tenantId } = await createTenant(house, {
    code: 'demo',
    name: '澄岭建材科技',
    demo: true,
    admin: { name: '管理员', username: 'admin', passwordHash },
    adminId: (id) => storyId(id, 'U15'),
    roles: standardRoles(),
  })
  const story = storyFor(tenantId, house.clock.now())
  for (const room of rooms) {
    const { demo } = room
    if (demo && (room.name === 'organization' || names.includes(room.name))) {
      await asSystem(house, tenantId, `demo:${room.name}`, (ctx) => demo(ctx, story))
    }
  }
  return {
    tenantId,
    story,
    system: (work) => asSystem(house, tenantId, 'test', work),
    async as(key, work) {
      const actor = await loadMember(reading(house.pool, tenantId), story.id(key), null)
      if (!actor) throw new Error(`the story has no ${key}`)
      const later: (() => void)[] = []
      const result = await writing(house.pool, tenantId, (tx) =>
        work({
          tx,
          tenantId,
          actor,
          now: house.clock.now(),
          requestId: 'test',
          afterCommit: (act) => void later.push(act),
          services: house.services(),
        }),
      )
      for (const act of later) act()
      return result
    },
  }
}
