package dev.zoetrope.cli;

/** DJL is an optional dependency; without it, linking the classes that use it would fail. */
final class EngineOnClassPath {

  private EngineOnClassPath() {}

  /** Checks that DJL is there, and prepares it; {@code command} is what needs it. */
  static void require(String command) throws CommandFailedException {
    // DJL asks the network for its engine and counts its users; an application decides that.
    boolean nativeOnClassPath = loader().getResource("native/lib/pytorch.properties") != null;
    System.setProperty(
        "ai.djl.offline", System.getProperty("ai.djl.offline", "" + nativeOnClassPath));
    System.setProperty("OPT_OUT_TRACKING", System.getProperty("OPT_OUT_TRACKING", "true"));
    try {
      Class.forName("ai.djl.engine.Engine", false, loader());
    } catch (ClassNotFoundException e) {
      throw new CommandFailedException(
          "no engine on the class path: %s needs DJL; start it with ./zoetrope %s"
              .formatted(command, command));
    }
  }

  private static ClassLoader loader() {
    return EngineOnClassPath.class.getClassLoader();
  }
}
