// Ends with 1 where the lock has no hash for the validator of this system: nothing is installed unverified.
// node hashed.js [platform] [cpu]; hashes are known for linux x64 alone, as the packages for other systems could not be fetched.
import { readFileSync } from 'node:fs'

const [platform = process.platform, cpu = process.arch] = process.argv.slice(2)
const lock = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'))
const wanted = Object.entries(lock.packages).filter(
  ([name, { os = [platform], cpu: cpus = [cpu] }]) => name && os.includes(platform) && cpus.includes(cpu),
)
const open = wanted.filter(([, { integrity }]) => !integrity).map(([name]) => name)
if (open.length) {
  console.error(`No hash for ${open.join(', ')} in tests/validator/package-lock.json.`)
  console.error(`Add it where that package can be fetched: npm install --package-lock-only --os ${platform} --cpu ${cpu}`)
  process.exit(1)
}
