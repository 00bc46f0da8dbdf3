/** A record's page that is on its way, in its real layout. */
import { Bone } from '../feedback/states.tsx'
import classes from './record.module.css'

export const RecordSkeleton = () => (
  <div className={classes.page} role="status" aria-label="Loading">
    <div className={classes.header}>
      <div className={classes.headLine}>
        <Bone width={240} height={22} />
        <Bone width={110} height={30} />
      </div>
      <Bone height={28} />
    </div>
    <div className={classes.body} data-aside="true">
      <div className={classes.left}>
        {[70, 50, 62, 40, 58, 66].map((w) => (
          <div key={w} className={classes.fact}>
            <Bone width={70} />
            <Bone width={`${w}%`} />
          </div>
        ))}
      </div>
      <div className={classes.middle}>
        <Bone width={320} height={20} />
        <Bone height={84} />
        <Bone width="70%" />
        <Bone width="55%" />
      </div>
      <div className={classes.right}>
        <Bone height={72} />
        <Bone height={96} />
      </div>
    </div>
  </div>
)
