"""What touches the inside of Streamlit and of its components: an upgrade is this folder and these tests.

One entry a seam: the file, what it leans on, why, and the test that fails when a release moves it.

- ``address_bar``: the store of parameters of a session, so that one choice is one entry of the browser's
  history; ``test_inside``.
- ``component_page``: the head of a component's page, so that a guard stands before its scripts;
  ``test_component_pages``.
- ``exchange``: the registry of components of the second generation and their state, so that files pass over
  the page's own connection and reach the same process; ``test_preview``.
- ``index_html``: Streamlit's document and what its scripts read from ``window``, so that each page has words
  of its own before any script; ``test_shell``.
- ``listening``: sockets that Streamlit opens itself, so that answers leave at once; ``test_listening``.
- ``machine_address``: whom Streamlit asks for the machine's addresses, so that nobody outside is asked;
  ``test_inside``.
- ``open_pages``: sessions of the runtime, so that open pages are drawn again with new records;
  ``test_inside``.
- ``options``: where an option was set, so that variables hold however the site is started; ``test_inside``.
- ``page_copies``: the note on a page that it is being shown, so that readers share none; ``test_inside``.
- ``protocol``: messages of an open page, so that what is none ends its connection; ``test_session_limit``.
- ``ready_figure``: how a figure is sent, so that it is not checked on every run; ``test_ready_figure``.
- ``ready_map``: what ``st_folium`` hands to its component, what its script calls the map and its layers, and
  the registry that serves its files, so that no map is rendered on every run; ``test_ready_map``,
  ``test_inside``.
- ``reconnecting``: a page with a part that reruns by itself asks for a run after it lost its connection;
  ``test_inside``, ``test_workers``.
- ``served``: addresses at which Streamlit answers and folders of its package, so that no more is served than
  is asked for; ``test_inside``, ``test_headers``, ``test_served_files``.
- ``widget_states``: how a widget's value is read, so that what cannot be read ends no run;
  ``test_widget_states``.

One seam lies elsewhere. ``viz.text_widths`` measures letters in the typefaces of Streamlit's package, and viz
knows nothing of ui. It reads files by their names, imports nothing, and without them measures the face in
Pillow. ``test_inside`` holds that they are found.

Scripts and style sheets in ``ui.browser`` stand on a page that Streamlit writes. ``test_inside`` holds that
the installed release has every name that they use. What they do is seen in a browser: ``test_every_view`` and
``test_in_view`` (style.css), ``test_lesson_walk`` (lesson.css), ``test_lesson_keys`` (lesson_keys.js),
``test_phone`` and ``test_touch`` (site.js), ``test_translated_page`` (translation.js), ``test_previewing``
(exchange.js). Names that they use:

    stAlertContainer stApp stButtonGroup stColumn stExpander stHeader stHeading stHorizontalBlock stHtml
    stLayoutWrapper stMain stMainBlockContainer stMarkdownContainer stMultiSelectTagsContainer stPlotlyChart
    stPopover stPopoverBody stSidebarCollapseButton stSidebarCollapsed stSidebarNavLink stToolbar
    stVerticalBlock stWidgetLabel st-key- js-plotly-plot infolayer cartesianlayer modebar data-variant
    segmented_control data-focused data-focus-visible data-selected data-test-script-state
    data-test-connection-state __streamlit BACKEND_BASE_URL HOST_CONFIG allowedOrigins useExternalAuthToken
    enableCustomParentMessages blockErrorDialogs
"""
