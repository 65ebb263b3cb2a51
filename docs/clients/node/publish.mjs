import { readFileSync } from "node:fs";
import { Kafka, logLevel, Partitioners } from "kafkajs";
const [servers, stream, image] = process.argv.slice(2);
const kafka = new Kafka({ brokers: servers.split(","), logLevel: logLevel.ERROR });
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
await producer.connect();
const [record] = await producer.send({ topic: "darkroom.frames", messages: [{ key: stream, value: readFileSync(image) }] });
console.log(`${record.partition} ${record.baseOffset}`);
await producer.disconnect();
