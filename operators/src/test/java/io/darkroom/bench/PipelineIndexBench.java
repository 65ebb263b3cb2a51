package io.darkroom.bench;

import io.darkroom.operator.PipelineIndexAccess;
import io.darkroom.pipeline.Pipeline;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures looking up the only pipeline of a frame's stream among pipelines of other streams. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PipelineIndexBench {

  @Param({"0", "10000"})
  public int others;

  private PipelineIndexAccess index;

  @Setup
  public void prepare() {
    index = PipelineIndexAccess.withPipelines(others);
  }

  @Benchmark
  public List<Pipeline> at() {
    return index.at("cam");
  }
}
