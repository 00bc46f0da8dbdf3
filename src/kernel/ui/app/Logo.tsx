/** The mark: one line through. */
export const Mark = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: 'none', display: 'block' }}>
    <rect width="32" height="32" rx="8" fill="var(--color-accent)" />
    <path d="M7 21c5 0 5-10 10-10h8" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    <circle cx="7" cy="21" r="2.6" fill="#fff" />
    <circle cx="25" cy="11" r="2.6" fill="#fff" />
  </svg>
)
