package io.darkroom.operator;

import io.darkroom.engine.Program;
import io.darkroom.operator.Copies.Copy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** Frames that go through the engine together, in order, from decoding to results. */
final class Bundle {

  /** {@code tasks} completes when the picture of the index, if any, is decoded. */
  private record Decoding(Future<List<FrameTask>> tasks, Optional<Integer> picture) {}

  private record Encoding(Future<?> job, Copy copy) {}

  private final List<Decoding> decodings = new ArrayList<>();
  private final List<ChainRunner.Run> runs = new ArrayList<>();
  private final List<Encoding> encodings = new ArrayList<>();
  private long bytes;

  void add(FrameRecord source, Future<List<FrameTask>> tasks, Optional<Integer> picture) {
    decodings.add(new Decoding(tasks, picture));
    bytes += source.value().length;
  }

  int size() {
    return decodings.size();
  }

  /** Returns the bytes of its records. */
  long bytes() {
    return bytes;
  }

  boolean decoded() {
    return decodings.stream().allMatch(decoding -> decoding.tasks().isDone());
  }

  /** Returns the tasks of each frame; waits until all are decoded. */
  List<List<FrameTask>> tasks() {
    return decodings.stream().map(decoding -> CodecThreads.await(decoding.tasks())).toList();
  }

  void running(ChainRunner.Run run) {
    runs.add(run);
  }

  /** Returns its runs, in the order in which they were started. */
  List<ChainRunner.Run> runs() {
    return runs;
  }

  /** Returns whether the engine may still be working on it. */
  boolean underWay() {
    return runs.stream().anyMatch(run -> run.running() != Program.Running.FINISHED);
  }

  /** Gives back its pictures, which are not needed any more. */
  void giveBackTo(Pictures pictures) {
    decodings.forEach(decoding -> decoding.picture().ifPresent(pictures::giveBack));
  }

  void encoding(Future<?> job, Copy copy) {
    encodings.add(new Encoding(job, copy));
  }

  boolean encoded() {
    return encodings.stream().allMatch(encoding -> encoding.job().isDone());
  }

  /** Waits until every result is encoded. */
  void awaitEncoded(Pictures pictures) {
    for (Encoding encoding : encodings) {
      CodecThreads.await(encoding.job());
      pictures.giveBack(encoding.copy());
    }
  }
}
