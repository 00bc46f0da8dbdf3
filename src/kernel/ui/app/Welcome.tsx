/** The plain home: a greeting and the ways in. */
import { Link } from '@tanstack/react-router'
import { useApp } from './AppContext.tsx'
import { navigationOf } from './navigation.ts'
import { usePage } from './pageTitle.ts'
import classes from './shell.module.css'

const Welcome = () => {
  usePage({ label: 'Home' })
  const app = useApp()
  const first = app.me.member.name.split(' ')[0] ?? ''
  return (
    <div className={classes.welcome}>
      <h1>Good to see you, {first}</h1>
      <p>{app.me.workspace.name}</p>
      <div className={classes.places}>
        {navigationOf(app)
          .filter((g) => !g.settings)
          .flatMap((g) => g.entries)
          .map((e) => (
            <Link key={e.to} to={e.to} className={classes.place}>
              <e.icon size={20} stroke={1.6} aria-hidden="true" />
              {e.label}
            </Link>
          ))}
      </div>
    </div>
  )
}
export default Welcome
