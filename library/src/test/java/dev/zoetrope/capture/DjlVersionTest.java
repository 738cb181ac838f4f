package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import org.junit.jupiter.api.Test;

/** The tests run with the version of DJL that was asked for, not only with ours. */
class DjlVersionTest {

  @Test
  void theVersionThatWasAskedForIsTheOneThatRuns() {
    String wanted = System.getProperty("zoetrope.djl");
    assumeTrue(wanted != null, "no version was asked for");
    assertThat(Engine.getDjlVersion()).isEqualTo(wanted);
  }
}
