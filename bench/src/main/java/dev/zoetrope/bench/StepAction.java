package dev.zoetrope.bench;

import java.io.IOException;

/** What a variant does in every step, in the listener's place and on the training thread. */
interface StepAction extends ArticleTraining.Listener, AutoCloseable {

  /** Makes the action of a variant for its training, in which nothing else takes part. */
  interface Factory {
    StepAction create(ArticleTraining training) throws IOException;
  }

  /** Ends the recording and returns how many frames it has; 0 if there is none. */
  default int frames() throws IOException {
    return 0;
  }

  /** Ends the recording and returns what its files take, in bytes; 0 if there is none. */
  default long storedBytes() throws IOException {
    return 0;
  }

  default boolean worksInBackground() {
    return false;
  }

  @Override
  default void close() throws IOException {}
}
