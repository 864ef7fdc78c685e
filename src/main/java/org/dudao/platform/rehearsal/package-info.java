/**
 * A campaign of weeks rehearsed in minutes: on the sample's database, and only there, the engine's clock starts where
 * the rehearsal says and runs many times as fast as real time, and every page says so.
 */
package org.dudao.platform.rehearsal;
