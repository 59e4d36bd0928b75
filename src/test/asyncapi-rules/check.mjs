// Writes a line per finding of the official parser and of Spectral's AsyncAPI ruleset: severity (0 error, 1 warning, 2 information), rule, path.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import spectral from '@stoplight/spectral-core';
import rulesets from '@stoplight/spectral-rulesets';

const text = readFileSync(process.argv[2], 'utf8');
const { diagnostics } = await new Parser().parse(text);
const linter = new spectral.Spectral();
linter.setRuleset({ extends: [[rulesets.asyncapi, 'all']] });
for (const { severity, code, path, message } of [...diagnostics, ...(await linter.run(JSON.parse(text)))]) {
  console.log(`${severity} ${code} /${path.join('/')} ${message}`);
}
