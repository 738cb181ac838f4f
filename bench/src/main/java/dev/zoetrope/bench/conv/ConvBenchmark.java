package dev.zoetrope.bench.conv;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of one convolution. {@link ConvRun} runs it in a JVM for each engine and number of threads.
 *
 * <p>Nothing can be optimised away: the work is native code behind JNI or JNA, which no compiler
 * looks into; each call waits until the result is there, and what it returns goes into JMH's black
 * hole. Arguments are made, and results compared with {@link ReferenceConv}, before the clock
 * starts; a result that is off ends the trial. Arguments belong to one trial and are not constant:
 * pixels and weights are random, so that no engine takes a way for zeros. Outputs are freed within
 * the time, since a user has to free them too. The JVM belongs to one engine, so no other library
 * has threads or memory in it; layers share it, which is harmless where nearly all time is native.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class ConvBenchmark {

  static final String ENGINE = "zoetrope.bench.engine";
  static final String THREADS = "zoetrope.bench.threads";
  static final String DEVICE = "zoetrope.bench.device";

  /** The layer, by its name in {@link ConvShape}. */
  @Param("conv1")
  public String layer;

  /** Images at once. */
  @Param("10")
  public int batch;

  private ConvEngine engine;
  private ConvEngine.Operation operation;

  /** Prepares the operation and makes sure that it computes what it should. */
  @Setup(Level.Trial)
  public void prepare() throws Exception {
    engine = startEngine();
    ConvShape shape = ConvShape.of(layer);
    operation = engine.prepare(shape, batch);
    ReferenceConv reference = new ReferenceConv(shape, batch);
    require("output", reference.deviationOfOutput(operation.output()));
    if (engine.trains()) {
      ConvEngine.Gradients gradients = operation.gradients();
      require("gradient by input", reference.deviationOfInputGradient(gradients.byInput));
      require("gradient by weight", reference.deviationOfWeightGradient(gradients.byWeight));
    }
  }

  static ConvEngine startEngine() throws Exception {
    return ConvEngine.start(
        System.getProperty(ENGINE, "pytorch"),
        Integer.getInteger(THREADS, 1),
        System.getProperty(DEVICE, "cpu"));
  }

  private void require(String what, double deviation) {
    System.out.printf("deviation %s batch %d, %s: %.1e%n", layer, batch, what, deviation);
    if (!(deviation <= ReferenceConv.TOLERANCE)) {
      throw new IllegalStateException(
          "%s of %s at batch %d is off by %g".formatted(what, layer, batch, deviation));
    }
  }

  /** Frees everything. */
  @TearDown(Level.Trial)
  public void close() {
    operation.close();
    engine.close();
  }

  /** As in inference. */
  @Benchmark
  public Object forward() {
    return operation.forward();
  }

  /** As in training, with gradients by input and weights. */
  @Benchmark
  public Object forwardBackward() {
    return operation.forwardBackward();
  }
}
