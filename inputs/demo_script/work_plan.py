"""The demo's work plan, as the text of its YAML file.

In: nothing. Out: the file's words, shortened and invented; the items are those of a real work plan.
"""

ICA_DEMO = """\
# DEMO – INVENTED DATA
name: ica-demo
title: Work plan 2024–2025 of the demo Coordinators
coordinators: [XAA, XAE]
source: demo
mark: SEEN
budget: "Limited costs, mainly for meetings."
implementers: ["Coordinators Alphaland and Kappaland", "Implementation Support Unit"]
items:
  - id: a
    title: Joint meeting with the counterpart committee
    trigger: fixed
    due: 2025-Q1
    text: "The Coordinators will hold an informal joint meeting with their counterpart committee."
    outputs: [b]
    implementers: [XAA, XAE, ISU]
    open_question: ""
  - id: b1
    title: Mapping of country coalitions
    trigger: fixed
    due: 2025-Q2
    text: "The Coordinators will map the country coalitions that exist in affected States."
    outputs: [a]
    implementers: [XAA, XAE, ISU]
    open_question: ""
  - id: b2
    title: Meeting during the intersessional meeting
    trigger: fixed
    due: 2025-Q1
    text: "The Coordinators will host a meeting on the mapping during the intersessional meeting."
    outputs: [b]
    implementers: [XAA, XAE, ISU]
    open_question: "to be elaborated: what will be on the agenda?"
  - id: c
    title: Dialogue with States Parties
    trigger: upon_request
    due: ""
    text: "Upon request, the Coordinators will discuss needs for assistance with States Parties."
    outputs: []
    implementers: [XAA, XAE, ISU]
    open_question: ""
  - id: d
    title: Interaction on survey and clearance
    trigger: upon_request
    due: ""
    text: "Upon request, the Coordinators will interact with the Coordinators on survey and clearance."
    counterpart: SC-COORD
    outputs: []
    implementers: [XAA, XAE, ISU]
    open_question: ""
  - id: e
    title: Support to the President
    trigger: fixed
    due: 2025-Q2
    text: "The Coordinators will prepare the section on cooperation and assistance for the President."
    outputs: []
    implementers: [XAA, XAE, ISU]
    open_question: ""
  - id: isu_priorities
    title: Priorities of the work plan
    trigger: fixed
    due: 2025-Q1
    text: "Meeting with the Implementation Support Unit on the priorities of the work plan."
    outputs: []
    implementers: [XAA, XAE, ISU]
    open_question: ""
  - id: report_back
    title: Report to the Meeting of States Parties
    trigger: fixed
    due: 2025-Q3
    text: "Report on the activities of the year to the Meeting of States Parties."
    outputs: []
    implementers: [XAA, XAE, ISU]
    open_question: ""
outputs:
  - {id: a, text: "Mapping of country coalitions."}
  - {id: b, text: "More exchange of experience between the committees."}
timeline:
  - {period: 2025-Q1, text: "Meeting with the Implementation Support Unit.", items: [isu_priorities]}
  - {period: 2025-Q1, text: "Meeting with the counterpart committee.", items: [a]}
  - {period: 2025-Q1, text: "Meeting during the intersessional meeting.", items: [b2]}
  - {period: 2025-Q2, text: "Mapping of country coalitions.", items: [b1]}
  - {period: 2025-Q2, text: "Preparation of the section of the progress report.", items: [e]}
  - {period: 2025-Q3, text: "Report to the Meeting of States Parties.", items: [report_back]}
"""
