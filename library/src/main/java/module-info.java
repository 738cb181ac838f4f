/** Forward hooks on DJL networks, recordings of what they see, and pictures of these. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.zoetrope.library {
  requires static ai.djl.api;
  requires com.github.luben.zstd_jni;
  requires com.google.gson;
  requires transitive java.desktop;

  exports dev.zoetrope.export;
  exports dev.zoetrope.recording;
  exports dev.zoetrope.render;
}
