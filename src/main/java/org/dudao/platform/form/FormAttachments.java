package org.dudao.platform.form;

/**
 * What is handed in beside the inputs of a form, such as photos. It lies in a basket until the form is submitted: that
 * of a task, or that of a post and the form that begins a process.
 */
public interface FormAttachments {

    /** The basket of a start form; a task's basket is the task's id. */
    String basketOfStartForm(String form, String post);

    /** How many lie in the basket for that place of the form. */
    int ready(String basket, String slot);

    /** The form was accepted: what lies in the basket belongs to the process from now on. */
    void handedIn(String basket, String processInstance);
}
