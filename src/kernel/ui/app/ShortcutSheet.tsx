/** All keys that work on the page at hand. */
import { Modal } from '@mantine/core'
import { Keys } from './Keys.tsx'
import { activeShortcuts, keyCaps } from './shortcuts.ts'
import classes from './shell.module.css'
import { setSheet } from './uiStore.ts'

const ShortcutSheet = () => {
  const all = activeShortcuts().filter((s) => s.group)
  const groups = [...new Set(all.map((s) => s.group))]
  return (
    <Modal opened onClose={() => setSheet(false)} title="Keyboard shortcuts" size={640}>
      <div className={classes.sheet}>
        {groups.map((g) => (
          <section key={g}>
            <h3>{g}</h3>
            <dl>
              {all
                .filter((s, i) => s.group === g && all.findLastIndex((o) => o.keys === s.keys) === i)
                .map((s) => (
                  <div key={s.keys}>
                    <dt>{s.label}</dt>
                    <dd>
                      <Keys keys={s.keys} />
                      <span className="visually-hidden">{keyCaps(s.keys).join(' ')}</span>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>Forms</h3>
          <dl>
            <div>
              <dt>Save</dt>
              <dd>
                <Keys keys="mod+Enter" />
              </dd>
            </div>
            <div>
              <dt>Back or close</dt>
              <dd>
                <Keys keys="Escape" />
              </dd>
            </div>
          </dl>
        </section>
      </div>
    </Modal>
  )
}
export default ShortcutSheet
