// Makes TypeScript interfaces and Java records of the AsyncAPI document: node generate.mjs asyncapi.json target
import { readFileSync } from "node:fs";
import { JavaFileGenerator, TypeScriptFileGenerator } from "@asyncapi/modelina";

const [file, folder] = process.argv.slice(2);
const document = JSON.parse(readFileSync(file, "utf8"));
// Property names as they are in the JSON.
const typescript = new TypeScriptFileGenerator({ modelType: "interface", enumType: "union", mapType: "record", rawPropertyNames: true });
await typescript.generateToFiles(document, `${folder}/typescript`, { exportType: "named" });
const java = new JavaFileGenerator({ modelType: "record", collectionType: "List" });
await java.generateToFiles(document, `${folder}/java`, { packageName: "com.example.events" });
