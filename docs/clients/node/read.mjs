import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Kafka, logLevel } from "kafkajs";
const Frame = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(process.argv[3]))).getMessage("darkroom.v1.Frame");
const consumer = new Kafka({ brokers: process.argv[2].split(","), logLevel: logLevel.ERROR }).consumer({ groupId: "reader-node", readUncommitted: false });
const newest = new Map();
await consumer.connect().then(() => consumer.subscribe({ topic: "darkroom.processed", fromBeginning: true }));
await consumer.run({ eachMessage: async ({ message }) => {
  const { streamId, sequence, image, processing: { pipelineId, pipelineUid, source } } = fromBinary(Frame, message.value);
  const unit = `${pipelineUid} ${streamId} ${source.partition}`;
  if (source.offset <= (newest.get(unit) ?? -1n)) return;
  newest.set(unit, source.offset);
  console.log(`${pipelineId} ${streamId} ${source.partition} ${source.offset} ${sequence} ${image.length}`);
} });
