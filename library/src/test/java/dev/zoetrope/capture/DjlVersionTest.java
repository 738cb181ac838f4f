package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import org.junit.jupiter.api.Test;

/** Checks that the tests run with the requested version of DJL. */
class DjlVersionTest {

  @Test
  void theRequestedVersionRuns() {
    String wanted = System.getProperty("zoetrope.djl");
    assumeTrue(wanted != null, "no version was requested");
    assertThat(Engine.getDjlVersion()).isEqualTo(wanted);
  }
}
