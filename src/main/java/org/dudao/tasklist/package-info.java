/** What the task list is given beyond its own: deadlines in working days, and tasks of one kind done in one go (W2a). */
package org.dudao.tasklist;
