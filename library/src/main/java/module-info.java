/** Forward hooks on DJL networks, recordings of what they see, and pictures of these. */
@SuppressWarnings("requires-automatic")
module dev.zoetrope.library {
  requires static ai.djl.api;
  requires com.github.luben.zstd_jni;
  requires com.google.gson;
  requires java.management; // processor time of the thread that writes
  requires jdk.unsupported; // makes objects without a constructor, see hooks.StandIn
  requires transitive java.desktop;

  exports dev.zoetrope.insight;
  exports dev.zoetrope.capture;
  exports dev.zoetrope.dataset;
  exports dev.zoetrope.export;
  exports dev.zoetrope.hooks;
  exports dev.zoetrope.network;
  exports dev.zoetrope.recording;
  exports dev.zoetrope.render;
  exports dev.zoetrope.replay;
  exports dev.zoetrope.training;
}
