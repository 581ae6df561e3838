// Check ASL files against the language's schema and rules: node tools/validate_asl.mjs FILE...
// What CDK substitutes (${GenerateChunkArn}, ${ChunksAtOnce}) is filled in first.
import { readFile } from "node:fs/promises";
import validate from "asl-validator";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:any";

const filledIn = (text) => text.replace(/\$\{(\w+)\}/g, (_, name) => (name.endsWith("Arn") ? ARN : "1"));

const findingsOf = async (file) => {
  const check = validate.default ?? validate;
  const { isValid, errors } = check(JSON.parse(filledIn(await readFile(file, "utf8"))));
  return isValid ? [] : errors.map((error) => `${file}: ${JSON.stringify(error)}`);
};

const files = process.argv.slice(2);
if (files.length === 0) throw new Error("name the files to check");
const findings = (await Promise.all(files.map(findingsOf))).flat();
findings.forEach((finding) => console.error(finding));
process.exitCode = findings.length ? 1 : 0;
