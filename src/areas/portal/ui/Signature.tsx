/** A field to sign in with finger, pen or mouse. */
import type { PointerEvent } from 'react'
import { useRef, useState } from 'react'
import classes from './portal.module.css'

export const Signature = ({ onChange }: { onChange: (png: string | null) => void }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef(false)
  const [signed, setSigned] = useState(false)
  const at = (e: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = e.currentTarget.getBoundingClientRect()
    return [
      ((e.clientX - box.left) * e.currentTarget.width) / box.width,
      ((e.clientY - box.top) * e.currentTarget.height) / box.height,
    ]
  }
  const start = (e: PointerEvent<HTMLCanvasElement>) => {
    const pen = e.currentTarget.getContext('2d')
    if (!pen) return
    e.currentTarget.setPointerCapture(e.pointerId)
    drawing.current = true
    pen.lineWidth = 2
    pen.lineCap = 'round'
    pen.strokeStyle = '#1b1b20'
    pen.beginPath()
    pen.moveTo(...at(e))
  }
  const move = (e: PointerEvent<HTMLCanvasElement>) => {
    const pen = e.currentTarget.getContext('2d')
    if (!drawing.current || !pen) return
    pen.lineTo(...at(e))
    pen.stroke()
  }
  const stop = (e: PointerEvent<HTMLCanvasElement>) => {
    if (!drawing.current) return
    drawing.current = false
    setSigned(true)
    onChange(e.currentTarget.toDataURL('image/png'))
  }
  const clear = () => {
    const c = canvas.current
    c?.getContext('2d')?.clearRect(0, 0, c.width, c.height)
    setSigned(false)
    onChange(null)
  }
  return (
    <div className={classes.field}>
      <span id="signature">Your signature</span>
      <canvas
        ref={canvas}
        width={480}
        height={140}
        className={classes.signature}
        role="img"
        aria-labelledby="signature"
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={stop}
        onPointerCancel={stop}
      />
      {signed ? (
        <button type="button" className={classes.link} onClick={clear}>
          Sign again
        </button>
      ) : null}
    </div>
  )
}
