#!/usr/bin/env node
// The command line `throughline`.
import './lib/node.mjs'
import { runCli } from './lib/cli.mjs'

await runCli(process.argv.slice(2))
