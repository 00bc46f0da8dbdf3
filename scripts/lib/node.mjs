// First import of every script: says so before anything needs what an old Node does not have.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Throughline needs Node 20.19 or later; this is ${process.versions.node}.`)
  process.exit(1)
}
