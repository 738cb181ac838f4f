/** The player, as an application and as a Swing component, and the command line. */
module dev.zoetrope.viewer {
  requires com.google.gson;
  requires dev.zoetrope.library;
  requires info.picocli;
  requires java.logging;

  opens dev.zoetrope.cli to
      info.picocli;
}
