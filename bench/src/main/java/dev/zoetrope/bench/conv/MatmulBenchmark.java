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
 * Time of a product of two square float32 matrices: what this machine can do at its best, against
 * which convolutions are held. PyTorch hands it to a tuned library.
 *
 * <p>The product goes into JMH's black hole; the matrices are random, made outside the time and
 * belong to one trial.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@State(Scope.Thread)
public class MatmulBenchmark {

  /** Rows and columns. */
  @Param("1024")
  public int side;

  private ConvEngine engine;
  private ConvEngine.Matmul matmul;

  /** Makes the matrices. */
  @Setup(Level.Trial)
  public void prepare() throws Exception {
    engine = ConvBenchmark.startEngine();
    matmul = engine.matmul(side);
  }

  /** Frees them. */
  @TearDown(Level.Trial)
  public void close() {
    matmul.close();
    engine.close();
  }

  /** One product, 2·side³ floating-point operations. */
  @Benchmark
  public Object matmul() {
    return matmul.multiply();
  }
}
