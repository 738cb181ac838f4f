/** Reads a recording. */
module reader {
  requires dev.zoetrope.library;
}
