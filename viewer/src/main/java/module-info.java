/** The player, as an application and as a Swing component, and the command line. */
module dev.zoetrope.viewer {
  requires com.formdev.flatlaf;
  requires com.formdev.flatlaf.extras;
  requires com.google.gson;
  requires dev.zoetrope.library;
  requires info.picocli;
  requires java.logging;
  requires java.prefs;
  requires transitive java.desktop;

  exports dev.zoetrope.viewer;

  opens dev.zoetrope.cli to
      info.picocli;
}
