/** Forms half filled, kept for the account that fills them in until they are submitted or their task is gone. */
package org.dudao.draft;
