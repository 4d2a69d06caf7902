"""R2MF Spine: the table of its pages. Run it with ``make app``."""

import streamlit as st

st.set_page_config(page_title="R2MF Spine", page_icon="webapp/icon.png", layout="wide")
st.logo("webapp/logo.svg", size="large")

st.navigation(
    [
        st.Page("webapp/pages/study.py", title="Study", icon=":material/radiology:", default=True),
        st.Page("webapp/pages/worklist.py", title="Worklist", icon=":material/list_alt:"),
        st.Page("webapp/pages/flexibility.py", title="Flexibility", icon=":material/straighten:"),
        st.Page("webapp/pages/follow_up.py", title="Follow-up", icon=":material/timeline:"),
        st.Page("webapp/pages/report.py", title="Report", icon=":material/description:"),
        st.Page("webapp/pages/teaching.py", title="Teaching", icon=":material/school:"),
        st.Page("webapp/pages/settings.py", title="Settings", icon=":material/settings:"),
        st.Page("webapp/pages/method.py", title="Method", icon=":material/menu_book:"),
    ],
    position="top",
).run()
