import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Kafka, logLevel } from "kafkajs";
const Frame = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(process.argv[3]))).getMessage("darkroom.v1.Frame");
const consumer = new Kafka({ brokers: process.argv[2].split(","), logLevel: logLevel.ERROR }).consumer({ groupId: "reader-node", readUncommitted: false });
const newest = new Map();
await consumer.connect().then(() => consumer.subscribe({ topic: "darkroom.processed", fromBeginning: true }));
await consumer.run({ eachMessage: async ({ message }) => {
  const { streamId, sequence, image, processing: { pipelineId, source } } = fromBinary(Frame, message.value);
  const unit = `${pipelineId} ${streamId} ${source.partition}`;
  if (source.offset <= (newest.get(unit) ?? -1n)) return;
  newest.set(unit, source.offset);
  console.log(`${unit} ${source.offset} ${sequence} ${image.length}`);
} });
