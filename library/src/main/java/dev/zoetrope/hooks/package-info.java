/**
 * Forward hooks on the blocks of any DJL network.
 *
 * <p>{@link dev.zoetrope.hooks.ForwardHooks} shows what flows through chosen blocks for as long as
 * they are attached; {@link dev.zoetrope.hooks.HookSite} is for hooks that come and go with each
 * pass. Nothing here records anything, and the network learns what it would learn without.
 */
package dev.zoetrope.hooks;
