package dev.zoetrope.replay;

import java.io.IOException;

/**
 * Receives what the layers put out at each frame, on the thread that called {@link Replay#each}.
 *
 * <pre>{@code
 * FrameConsumer consumer = (frame, seen) -> System.out.println(frame + ": " + seen.layers());
 * }</pre>
 */
@FunctionalInterface
public interface FrameConsumer {

  /**
   * Receives a frame.
   *
   * @param seen valid until this method returns; its arrays are filled again for the next frame
   */
  void accept(int frame, Activations seen) throws IOException;
}
