// Stored objects: bytes on disk behind flydrive. Rows that describe them belong to the files room.
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'

export interface Objects {
  put(key: string, bytes: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array>
  remove(key: string): Promise<void>
}

export function openObjects(folder: string): Objects {
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }))
  return {
    put: (key, bytes) => disk.put(key, bytes),
    get: async (key) => await disk.getBytes(key),
    remove: (key) => disk.delete(key),
  }
}
