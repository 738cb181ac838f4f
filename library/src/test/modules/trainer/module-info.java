/** Trains and records. */
module trainer {
  requires ai.djl.api;
  requires dev.zoetrope.library;
}
