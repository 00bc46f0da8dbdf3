import { openTarget } from './target.ts'
import { ensureLoad } from './load.ts'
const load = await ensureLoad('/tmp/bench2/data', { scale: 0.2, small: 3, tell: console.log })
const t = await openTarget('/tmp/bench2/data', load, true)
for (let i = 0; i < 3; i++) {
const line: string[] = []
const s = setInterval(() => void t.memory().then((m) => line.push(m.toFixed(0))), 500)
const t0 = performance.now()
await t.admin.call('GET', '/activities/export?format=csv', undefined, { keep: false })
clearInterval(s); console.log((performance.now() - t0).toFixed(0), line.join(' '))
}
await t.close()
