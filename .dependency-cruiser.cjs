// Who may import whom. scripts/lib/boundaries.mjs runs this and proves, with a planted violation per rule, that it bites.
const screens = '/ui/|^src/main/(web|portal)/'
const isTest = '[.]test[.]tsx?$'
const serverOfAreas = ['^src/areas/[^/]+/(actions|queries|reactions)([.]ts$|/)', '^src/areas/[^/]+/index[.]ts$']
/** `definitions` gathers the models for both sides. */
const pureFiles = [
  '^src/areas/[^/]+/((model|rules)[.]ts$|reports/)',
  '^src/kernel/[^/]+[.]ts$',
  '^src/main/definitions[.]ts$',
]

/** Each may use those before it. Those that stand aside (activities, portal, …) are held to no order. */
const order = [
  'admin',
  'customers',
  'catalogue',
  'leads',
  'opportunities',
  'estimating',
  'quoting',
  'contracts',
  'orders',
  'projects',
  'billing',
  'commissions',
  'planning',
  'overview',
  'analytics',
]

const inOrder = order.slice(0, -1).map((area, index) => ({
  name: `${area}-knows-no-later-area`,
  severity: 'error',
  from: { path: `^src/areas/${area}/`, pathNot: isTest },
  to: { path: `^src/areas/(${order.slice(index + 1).join('|')})/` },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-knows-no-area',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: isTest },
      to: { path: '^src/(areas|main)/' },
    },
    {
      name: 'areas-know-no-main',
      severity: 'error',
      from: { path: '^src/areas/', pathNot: isTest },
      to: { path: '^src/main/' },
    },
    {
      name: 'areas-meet-at-index',
      severity: 'error',
      from: { path: '^src/areas/([^/]+)/', pathNot: isTest },
      to: {
        path: '^src/areas/([^/]+)/',
        pathNot: ['^src/areas/$1/', '^src/areas/[^/]+/(index|model|rules)[.]ts$', '^src/areas/[^/]+/ui/index[.]tsx?$'],
      },
    },
    ...inOrder,
    {
      name: 'pure-stays-pure',
      severity: 'error',
      from: { path: pureFiles, pathNot: isTest },
      to: { path: [...serverOfAreas, screens, '^src/kernel/server/', 'node_modules/(kysely|pg|fastify|react)/'] },
    },
    {
      name: 'pure-knows-no-node',
      severity: 'error',
      from: { path: pureFiles, pathNot: isTest },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'screens-know-no-server',
      severity: 'error',
      from: { path: screens, pathNot: isTest },
      to: { path: [...serverOfAreas, '^src/kernel/server/', '^src/main/(?!definitions)[^/]+[.]ts$'] },
    },
    {
      name: 'server-knows-no-screen',
      severity: 'error',
      from: { path: '^src/', pathNot: [screens, isTest] },
      to: { path: screens },
    },
    {
      name: 'nothing-uses-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: isTest },
      to: { path: isTest },
    },
  ],
  options: {
    // Imports of types alone are imports too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.web.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
