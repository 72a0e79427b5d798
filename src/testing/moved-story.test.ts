// The demo company, exported and imported into an empty installation: every figure of its story is computed there anew.
process.env.FIELDLOOP_MOVED_STORY = 'yes'
await import('#modules/insight/story.test.ts')

export {}
